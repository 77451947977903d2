"""Gradebooks as platforms export them, with invented people, built to the platforms' documentation."""

from __future__ import annotations

from scripts.classroom.gradebooks.model import Grade

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Lab 01 (150834),Lab 02 (150835),Current Score,Final Score\r\n"
    ",,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,10.00,20.00,(read only),(read only)\r\n"
    '"Lovelace, Ada",101,s-1,ada@x.edu,"Math, 2",,"15.00",75.0,"75,0"\r\n'
    '"Sørensen, Bo",102,s-2,bo,Math,N/A,,,\r\n'
    '"O\'Neil, ""Cy""",103,s-3,cy,Math,8.00,,,\r\n'
    '"Student, Test",104,,abc,Math,,,,\r\n'
)

MOODLE_TITLES = {
    "en": "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments",
    "de": 'ID,"Vollständiger Name",Matrikelnummer,E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",'
    '"Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"',
    "es": 'Identificador,"Nombre completo","Número de ID","Dirección de correo",Estado,Calificación,"Calificación máxima",'
    '"La calificación puede ser cambiada","Última modificación (entrega)","Última modificación (calificación)",'
    '"Comentarios de retroalimentación"',
    "fr": 'Identifiant,"Nom complet","Numéro d’identification","Adresse de courriel",Statut,Note,"Note maximale",'
    '"La note peut être modifiée","Dernière modification (travail remis)","Dernière modification (note)",'
    '"Feedback par commentaires"',
    "it": 'Identificativo,"Nome completo","Codice identificativo","Indirizzo email",Stato,Valutazione,"Valutazione massima",'
    '"La valutazione può essere cambiata","Ultima modifica (consegna)","Ultima modifica (valutazione)",Commenti',
    "pt": 'Identificador,"Nome completo","Número de identificação","Endereço de email",Status,Nota,"Nota máxima",'
    '"Nota pode ser alterada","Última modificação (envio)","Última modificação (nota)","Comentários de feedback"',
    "nl": 'Identificatie,"Volledige naam",ID-nummer,E-mailadres,Status,Beoordeling,"Maximale beoordeling",'
    '"Beoordeling kan gewijzigd worden","Laatst gewijzigd (inzending)","Laatst gewijzigd (beoordeling)","Feedback als commentaar"',
    "zh": "识别码,全名,学号,电子邮件地址,状态,成绩,最高成绩,允许更改成绩,最后修改（学生）,最后修改（教师）,反馈评论",
    "fi": "Tunniste,Koko nimi,Tunnus,Sähköposti,Tila,Arvosana,Enimmäisarvosana,Arvosanaa voi muuttaa,"
    "Muokattu (palautus),Muokattu (arvosana),Kommentit",
}
MOODLE_WORDS = {
    "en": ("Participant ", "Yes", "No"),
    "de": ("Teilnehmer/in", "Ja", "Nein"),
    "es": ("Participante ", "Sí", "No"),
    "fr": ("Participant", "Oui", "Non"),
    "it": ("Partecipante", "Sì", "No"),
    "pt": ("Participante", "Sim", "Não"),
    "nl": ("Deelnemer", "Ja", "Nee"),
    "zh": ("参与者", "是", "否"),
    "fi": ("Osallistuja", "Kyllä", "Ei"),
}


def moodle(language: str = "en", maximum: str = "10.00") -> str:
    """Return a worksheet of three people, of whom the third has a grade that cannot be changed."""
    word, yes, no = MOODLE_WORDS[language]
    return (
        f"{MOODLE_TITLES[language]}\n"
        f'{word}9,"Ada Lovelace",s-1,ada@x.edu,"Submitted for grading - ",,"{maximum}",{yes},'
        f'"Monday, 5 October 2026, 10:00 AM",-,\n'
        f'{word}10,"Bo Sørensen",s-2,,"Submitted, late",-,"{maximum}",{yes},-,-,"<p>Two\nlines</p>"\n'
        f'{word}11,"Cy O\'Neil",s-3,cy@x.edu,"No submission",,"{maximum}",{no},-,-,\n'
    )


GRADESCOPE = (
    "First Name,Last Name,SID,Email,Sections,Total Score,Max Points,Status,Submission ID,Submission Time,"
    "Lateness (H:M:S),View Count,Submission Count\n"
    "Ada,Lovelace,s-1,ada@x.edu,,,10.0,Ungraded,409,2026-04-26 17:34:00 +0000,00:00:00,0,1\n"
    "Bo,Sørensen,s-2,,,,10.0,Ungraded,409,2026-04-26 17:34:00 +0000,00:00:00,0,1\n"
    'Cy,"O\'Neil, Jr.",s-3,cy@x.edu,,7.0,10.0,Graded,410,2026-04-26 17:34:00 +0000,00:00:00,0,2\n'
    "小明,王,,,,,10.0,Missing,,,,,\n"
)

BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,"
    "Lab 01 Points Grade <Numeric MaxPoints:10 Weight:5 Category:Labs CategoryWeight:10>,"
    "Lab 02 Points Grade <Numeric MaxPoints:20>,End-of-Line Indicator\r\n"
    "#s-1,#ada,Lovelace,Ada,,15,#\r\n"
    "#s-2,#bo,Sørensen,Bo,,,#\r\n"
    "#s-3,#cy,O'Neil,Cy,7,,#\r\n"
)

BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Lab 01 [Total Pts: 10 Score] |1702852"\t"Lab 02 [Total Pts: 20 Score] |1702853"\t'
    '"Total [Total Pts: up to 30 Score] |1702800"\n'
    '"Lovelace"\t"Ada"\t"ada"\t"s-1"\t"2026-10-05 10:00:00"\t"Yes"\t""\t"15.00"\t"15.00"\n'
    '"Sørensen"\t"Bo"\t"bo"\t"s-2"\t""\t"Yes"\t"Needs Grading(8)"\t""\t""\n'
    '"O\'Neil"\t"Cy"\t"cy"\t"s-3"\t""\t"Yes"\t"7.00"\t""\t""\n'
)

TABLE = "Name;Email;Student ID;Lab 01;Lab 02\nAda Lovelace;ada@x.edu;s-1;;1,5\nBo Sørensen;;s-2;;\nCy O'Neil;cy@x.edu;s-3;7;\n"

FILES = {
    "canvas": CANVAS.encode(),
    "moodle": b"\xef\xbb\xbf" + moodle().encode(),
    "gradescope": GRADESCOPE.encode(),
    "brightspace": b"\xef\xbb\xbf" + BRIGHTSPACE.encode(),
    "blackboard": b"\xff\xfe" + BLACKBOARD.encode("utf-16-le"),
    "csv": TABLE.encode(),
}

ADA = Grade("Ada Lovelace", 9.5, 10, sid="s-1")
BO = Grade("Bo Sørensen", 3.25, 10, sid="s-2")
CY = Grade("Cy O'Neil", 7, 10, sid="s-3")
