# The instructor's commands. Each sets up .venv first if need be; `make help` lists them.
#
# ASSIGNMENT selects the assignment wherever there is one: complete (all problems), or a file name of spec/assignments.
# COURSE is the folder of a course of your own, which is read before the kit's spec/.
ASSIGNMENT ?= complete
COURSE ?=
DEVICE ?= cpu
PY := .venv/bin/python
# A value reaches its command unchanged, through the environment: a submission's file name may hold quotes and $(...).
override ASSIGNMENT := $(value ASSIGNMENT)
override COURSE := $(value COURSE)
override DEVICE := $(value DEVICE)
override NAME := $(value NAME)
override OUT := $(value OUT)
override PROBLEM := $(value PROBLEM)
override SUBMISSION := $(value SUBMISSION)
override SUBMISSIONS := $(value SUBMISSIONS)
override ROSTER := $(value ROSTER)
override CLASS := $(value CLASS)
override JOBS := $(value JOBS)
override ATTEMPT := $(value ATTEMPT)
override CLUSTER := $(value CLUSTER)
override TO := $(value TO)
override GRADEBOOK := $(value GRADEBOOK)
override COLUMN := $(value COLUMN)
override WHO := $(value WHO)
override KIND := $(value KIND)
override VALUE := $(value VALUE)
override REASON := $(value REASON)
override AUTHOR := $(value AUTHOR)
override CHANGES := $(value CHANGES)
override TAKE_BACK := $(value TAKE_BACK)
override MARKER := $(value MARKER)
override PORT := $(value PORT)
export ASSIGNMENT COURSE DEVICE NAME OUT PROBLEM SUBMISSION
export SUBMISSIONS ROSTER CLASS JOBS ATTEMPT CLUSTER TO GRADEBOOK COLUMN WHO KIND VALUE REASON AUTHOR CHANGES TAKE_BACK MARKER PORT
export PYTHONDONTWRITEBYTECODE := 1
course = $(if $(COURSE),--course="$$COURSE")
is_on = $(filter-out 0 no false off,$($(1)))
class = $(if $(CLASS),--class="$$CLASS")

.DEFAULT_GOAL := help
.PHONY: help setup lock demo test test-all lint check render handout sample release autograder.zip grade grade-class class-page regrade publish adjust mark new-problem new-course calibrate mutation bench clean

help: ## this list
	@scripts/help.sh

setup: ## make .venv with everything needed (once)
	@scripts/setup.sh

lock: setup ## resolve requirements.lock anew from pyproject.toml, for every supported Python
	@.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.10 --extra courses --extra desk --extra dev --upgrade --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock

demo: setup ## build everything and grade three submissions
	@$(PY) -m scripts.demo $(course) --assignment "$$ASSIGNMENT"

test: setup ## lint and every test of the kit
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal --ignore tests/hostile --ignore tests/gradescope/test_gradescope_run.py
	@$(PY) -m pytest -n 2 --dist loadfile tests/hostile tests/gradescope/test_gradescope_run.py # alone: they look at the whole machine, or make one environment

test-all: setup ## lint and every test at full length: every proof, every notebook, fifty gradings
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal --all --ignore tests/hostile --ignore tests/gradescope/test_gradescope_run.py
	@$(PY) -m pytest -n 2 --dist loadfile tests/hostile tests/gradescope/test_gradescope_run.py

lint: setup ## ruff, mypy and the import contracts
	@.venv/bin/ruff check --quiet autograder scripts tests spec # and no course of one's own, wherever it lies
	@.venv/bin/ruff format --check --quiet autograder scripts tests
	@.venv/bin/mypy --no-error-summary
	@found="$$(PYTHONPATH=autograder/shared .venv/bin/lint-imports --no-cache --no-logo)" || { echo "$$found"; exit 1; }

check: setup ## prove that the spec is sound: full marks, zero marks, every mistake caught, no leak [PROBLEM=name]
	@$(PY) -m scripts.check $(course) --assignment "$$ASSIGNMENT" $(if $(PROBLEM),--problem "$$PROBLEM")

render: setup ## write student/ and solution/ from the spec
	@$(PY) -m scripts.render $(course) --assignment "$$ASSIGNMENT"

handout: setup ## dist/<assignment>-handout.pdf and .html [STAFF=1 for the staff edition]
	@$(PY) -m scripts.handout $(course) --assignment "$$ASSIGNMENT" $(if $(call is_on,STAFF),--staff)

sample: setup ## dist/<assignment>-report.pdf, the report with the model answers and real experiments [FULL=1 for whole runs]
	@$(PY) -m scripts.sample $(course) --assignment "$$ASSIGNMENT" $(if $(call is_on,FULL),--full)

release: setup ## dist/<assignment>-student.zip; refused if any part of a solution leaked
	@$(PY) -m scripts.release $(course) --assignment "$$ASSIGNMENT"

autograder.zip: setup ## the zip to upload to Gradescope, also as dist/<assignment>-autograder.zip [NEW_SEED=1 for other hidden inputs]
	@$(PY) -m scripts.autograder_zip $(course) --assignment "$$ASSIGNMENT" $(if $(call is_on,NEW_SEED),--new-seed)

grade: setup ## grade SUBMISSION=folder-or-zip as Gradescope would [OUT=dir] [DEVICE=cuda]
	@$(PY) -m scripts.grade $(course) --assignment "$$ASSIGNMENT" --device "$$DEVICE" $(if $(OUT),--out="$$OUT") -- "$$SUBMISSION"

grade-class: setup ## grade a platform's export SUBMISSIONS=zip-or-folder [ROSTER=csv] [CLASS=dir] [JOBS=n] [ATTEMPT=best] [CLUSTER=auto]
	@$(PY) -m scripts.grade_class $(course) --assignment "$$ASSIGNMENT" --device "$$DEVICE" $(class) $(if $(ROSTER),--roster="$$ROSTER") \
		$(if $(JOBS),--jobs="$$JOBS") $(if $(ATTEMPT),--attempt="$$ATTEMPT") $(if $(CLUSTER),--cluster="$$CLUSTER") -- $(if $(SUBMISSIONS),"$$SUBMISSIONS")

class-page: setup ## the class page, everybody's feedback and CSV tables [CLASS=dir]
	@$(PY) -m scripts.class_page $(course) --assignment "$$ASSIGNMENT" $(class)

regrade: setup ## grade the class under the spec of today and show who gains or loses what [APPLY=1] [TAKE_BACK=1] [JOBS=n]
	@$(PY) -m scripts.regrade $(course) --assignment "$$ASSIGNMENT" --device "$$DEVICE" $(class) $(if $(JOBS),--jobs="$$JOBS") \
		$(if $(CLUSTER),--cluster="$$CLUSTER") $(if $(call is_on,APPLY),--apply) $(if $(call is_on,TAKE_BACK),--take-back)

publish: setup ## fill in a platform's gradebook and bundle the feedback TO=canvas|moodle|gradescope|brightspace|blackboard|csv [GRADEBOOK=csv] [COLUMN=title] [UNMARKED=1]
	@$(PY) -m scripts.publish $(course) --assignment "$$ASSIGNMENT" $(class) --to="$$TO" $(if $(GRADEBOOK),--gradebook="$$GRADEBOOK") \
		$(if $(COLUMN),--column="$$COLUMN") $(if $(call is_on,UNMARKED),--unmarked)

adjust: setup ## change by hand WHO=person KIND=extension|exemption|points|late-days|term-late-days|group VALUE=... REASON=... [CHANGES=csv] [TAKE_BACK=id]
	@$(PY) -m scripts.adjust $(course) --assignment "$$ASSIGNMENT" $(class) $(if $(WHO),--who="$$WHO") $(if $(KIND),--kind="$$KIND") \
		$(if $(VALUE),--value="$$VALUE") $(if $(REASON),--reason="$$REASON") $(if $(AUTHOR),--author="$$AUTHOR") $(if $(CHANGES),--csv="$$CHANGES") \
		$(if $(TAKE_BACK),--take-back="$$TAKE_BACK")

mark: setup ## mark written answers in the browser, without names [CLASS=dir] [MARKER=name] [PORT=n]
	@$(PY) -m scripts.mark $(course) --assignment "$$ASSIGNMENT" $(class) $(if $(MARKER),--marker="$$MARKER") \
		$(if $(PORT),--port="$$PORT")

new-problem: setup ## make a new problem's folder to fill in: NAME=my_problem
	@$(PY) -m scripts.new_problem $(course) -- "$$NAME"

new-course: setup ## make a course of your own in a folder outside the kit: NAME=path
	@$(PY) -m scripts.new_course -- "$$NAME"

calibrate: setup ## measure the accuracy thresholds over many seeds [PROBLEM=digits] [DEVICE=cuda]
	@$(PY) -m scripts.calibrate $(course) --device "$$DEVICE" $(if $(PROBLEM),--problem "$$PROBLEM")

mutation: setup ## change the solutions mechanically and report which changes the tests notice [PROBLEM=name]
	@$(PY) -m scripts.mutation $(course) --assignment "$$ASSIGNMENT" $(if $(PROBLEM),--problem "$$PROBLEM")

bench: setup ## measure what isolation costs and how fast a class is graded
	@$(PY) -m scripts.bench --assignment "$$ASSIGNMENT"

clean: ## remove what was built (not .venv)
	@rm -rf build dist autograder.zip .pytest_cache .mypy_cache .ruff_cache
