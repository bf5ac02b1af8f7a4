"""Rows by hand for `zeichen`: cases that a small random delivery may miss.

Years beyond those of the random rows make each case a unit of its own. A column that is not named
is empty.
"""

from __future__ import annotations

FEST: dict[str, str] = {
    # 2020: all parts signed, one sign or two; 2021: only negative amounts
    "pauschalen_auszahlung": """
haushaltsjahr;quartal;ags;personen_p14_1;personen_p14_2;personen_p14_3;personen_p14_4;personen_p14_5;kinder_nachgeboren;personen_gesamt;korrektur_eur;bewilligt_eur;ausgezahlt_eur
2020;1;05334002;.;.;.;.;.;.;.;;.;.
2020;1;05111000;.;/;.;-;.;.;/;;.;/
2020;2;05112000;0;0;0;0;0;0;0;-;-;0
2021;1;05334002;0;0;0;0;0;0;0;-300;-300,00;-300,00
2021;1;05334004;1;0;0;0;0;0;1;;(300,00);x
2021;2;05334004;1;0;0;0;0;0;1;;…;300,00
""",
    # received 0, unknown areas, all unknown, nothing used, more used than received
    "pauschalen_verwendung": """
haushaltsjahr;ags;erhalten_eur;verw_aufnahme_betreuung_eur;verw_integrationstraeger_eur;verw_unterbringung_eur;nicht_verwendet_eur;feedback_digitalisierung_positiv
2020;05334002;300,00;300,00;0;0;;ja
2020;05334004;900,00;600,00;.;300;;nein
2020;05111000;.;1;0;0;;
2020;05112000;0;0;0;0;;
2020;05154004;300;100;100;100;-;
2020;05154008;300;-;.;/;300;
2020;05158004;300;350,00;-;-;-50,00;nein
2021;05334002;.;.;.;.;.;
2021;05111000;.;/;.;.;;
""",
    "fde_ki_massnahme": """
berichtsjahr;quartal;ki;massnahme_id;zielbezug;zieldimension;kapazitaet_prozent;zielerreichung
2021;1;05334;M1;z02;kim;.;5
2021;2;05334;M1;z02;kim;-;k.A.
2021;2;05334002;M1;z02;kim;;/
2020;1;05334;M1;z02;kim;.;.
2020;1;05111;M1;z03;teilhaben;50;
2020;2;05111;M1;z03;gestalten;(50);(8)
2020;2;05111;M2;z13;gestalten;0;10
""",
    "fde_komm_an": """
haushaltsjahr;ki;baustein;durchfuehrungsort_ags;lfd_nr;anzahl_pauschalen;foerderbetrag_eur;ehrenamtliche;ohne_land_finanzierbar
2021;05334;A;05334002;1;;100,10;14;nein
2021;05334;A;;1;3;200,20;14;ja
2021;05334002;B;05334002;1;.;.;14;
2020;05334002;B;05334002;1;.;.;14;
2020;05111;B;;1;/;/;14;
2020;05112;C;;1;-;-35,10;-;nein
""",
    "fde_lsp": """
berichtsjahr;ki;lsp_eingerichtet;sprachmittelnde;anfragen;einsaetze;beguenstigte_personen;grundlagenschulungen;grundlagenschulungen_teilnehmende;qualifizierungen;qualifizierungen_teilnehmende;austauschtreffen;austauschtreffen_teilnehmende;mittel_eur;mittel_professionell_eur
2020;05334;ja;ca. 20;100;90;(10);7;20-30;0;0;-;-;-;0,00
2020;05334002;ja;40-50;-;3;k.A.;-;viele;(3);.;;.;0,00;-
2020;05111;nein;;;;;;;;;;;;
2020;05112;ja;-;50;100;s. Bericht;.;.;/;x;…;k.A.;.;.
2019;05111;nein;.;-;-;.;.;.;.;/;;.;;
2019;05112;nein;.;0;5;x;.;.;.;/;/;.;;
2018;05111;ja;0;0;0;0;0;0;0;0;0;0;0;0
""",
    # a year with Servicestellen only, a year with agencies only
    "fde_ia_einrichtung": """
berichtsjahr;einrichtung_id;art;traeger;ags;stellen_vzae;mitarbeitende;arbeitskreise
2020;S1;SAD;wv_drk;05334002;1,5;.;3
2020;S2;SAD;Caritas;05111000;.;.;-
2021;A1;IA;wv_juedisch;05334002;1;4;/
2021;A2;IA;wv_drk;05334004;1;4;.
""",
    "fde_ia_massnahme": """
berichtsjahr;massnahme_id;einrichtung_id;aufgabenfeld;foerderart;foerdersumme_eur;kooperation
2020;M1;S1;af_ada;keine;-;nein
2021;M1;A1;af_ada;spezifisch;4999,99;ja
2021;M2;A9;af_ikoe;komm_an_iii;.;ja
""",
    # begin and end on one day, changes on the first and the last day, quarter ends, leap day
    "kim_fall": """
standort;fall_id;traeger;fallart;beginn;fallart_wechsel_datum;ende;herkunft;bedarfe
05113;H1;kommune;case_management;31.03.2023;;;SYR;arbeit
05113;H2;kommune;kurzberatung;01.03.2023;;31.03.2023;SYR;
05113;H3;kommune;case_management;10.01.2023;30.06.2023;30.09.2023;UKR;arbeit|wohnen
05113;H4;kommune;kurzberatung;30.06.2023;;30.06.2023;UKR;
05113;H5;kommune;kurzberatung;02.02.2023;01.08.2023;;;
05113;H6;kommune;kurzberatung;31.12.2022;;31.12.2023;XXX;arbeit
05113;H7;kommune;case_management;31.12.2023;31.12.2023;31.12.2023;AFG;wohnen
05113;H8;kommune;kurzberatung;01.01.2023;01.01.2023;03.01.2023;AFG;wohnen
05113;H9;kommune;kurzberatung;29.02.2024;;;AFG;wohnen
05114;H1;kommune;kurzberatung;30.06.2021;;30.06.2021;;
05116;H1;kommune;kurzberatung;30.06.2021;;;;
""",
    "kim_kontakt": """
standort;kontakt_id;fall_id;datum;form;dauer_minuten
05113;H1;H1;31.12.2023;telefon;10
05113;H2;H1;01.01.2024;telefon;.
05113;H3;H99;30.09.2023;telefon;600
05114;H4;H2;30.09.2023;online;0
05114;H5;H1;30.06.2021;online;-
""",
    # signs only in the numerator, only in the denominator, posts of 0
    "kim_stelle": """
stichtag;standort;baustein;anstellung;stellen_soll_vzae;stellen_besetzt_vzae
30.09.2023;05113;2;kommune;2;1,5
30.09.2023;05113;2;freie_wohlfahrt;1;.
30.06.2022;05113;2;kommune;.;.
30.06.2022;05113;2;freie_wohlfahrt;x;/
30.06.2022;05113;1;kommune;x;1
30.06.2022;05113;3;kommune;1;/
30.11.2023;05113;2;kommune;1;0
30.11.2023;05113;2;freie_wohlfahrt;0;-
31.03.2024;05114;2;kommune;4;(3)
""",
    "ada_beratung": """
jahr;servicestelle;fall_nr;abgeschlossen;abschluss_datum;merkmale
2021;S1;A1;nein;;am_rassismus
2020;S1;A1;ja;12.01.2021;am_rassismus|Sprache
2020;S2;A1;nein;;am_alter
""",
    "beschwerdestelle": """
jahr;ressort;form;eingegangen;extern_bekannt
2021;A;bewaehrte_strukturen|eigene_stelle;k.A.;
2021;B;keine;-;
2020;A;keine;.;nein
""",
    # lessons without an Angebot, children without a group, 14.9 and 15, no lessons at all
    "zue_quartal": """
jahr;quartal;zue_id;regierungsbezirk;angebot;unterrichtsstunden_woche;gruppen;kinder_gemeldet;kinder_teilnehmend
2021;1;H1;rb_duesseldorf;ja;(27);3;45;34
2021;1;H2;Köln;nein;.;;45;
2021;1;H3;rb_muenster;ja;15;2;39;ca. 30
2021;1;H4;rb_muenster;ja;14,9;.;39;30
2021;1;H5;rb_detmold;ja;/;2;39;20-30
2021;1;H6;rb_detmold;ja;/;0;39;5
2021;1;H7;rb_arnsberg;nein;10;1;39;12
2021;2;H7;rb_arnsberg;nein;10;0;39;0
2021;3;H7;rb_arnsberg;ja;.;.;.;.
2021;4;H7;rb_arnsberg;ja;x;-;-;-
2020;4;H7;rb_arnsberg;ja;30;2;9;9
""",
    "sgb2_kennzahl": """
stichtag;raum;gruppe;geschlecht;kennzahl;wert
2021-12;05;insgesamt;insgesamt;elb;1000
2021-12;05;kontext_flucht;insgesamt;elb;250
2021-12;05;kontext_flucht;insgesamt;lzb;*
2021-12;05;auslaender;insgesamt;integrationsquote;20,5
2021-12;05;auslaender;m;integrationsquote;(25,5)
2021-12;05;auslaender;w;integrationsquote;15,25
2021-06;05;insgesamt;insgesamt;elb;1000
2021-06;05;kontext_flucht;insgesamt;elb;(250)
2021-06;05;kontext_flucht;insgesamt;lzb;100,5
2021-12;05334;insgesamt;insgesamt;elb;100
2021-12;05334;kontext_flucht;insgesamt;elb;*
2021-12;05111;insgesamt;insgesamt;elb;-
2021-12;05111;kontext_flucht;insgesamt;elb;-
2021-12;05112;kontext_flucht;insgesamt;elb;7
2021-12;05113;insgesamt;insgesamt;elb;
2021-12;05113;kontext_flucht;insgesamt;elb;7
2021-12;05114;insgesamt;insgesamt;elb;50
2021-12;05114;kontext_flucht;insgesamt;elb;
2021-12;05116;insgesamt;insgesamt;elb;/
2021-12;05116;kontext_flucht;insgesamt;elb;*
2021-11;05;auslaender;w;integrationsquote;15,25
2021-10;05;auslaender;m;integrationsquote;15,25
2021-09;05;auslaender;m;integrationsquote;.
2021-09;05;auslaender;w;integrationsquote;/
2021-08;05;auslaender;m;integrationsquote;
2021-08;05;auslaender;w;integrationsquote;.
2021-08;05;kontext_flucht;insgesamt;elb;
2021-08;05;kontext_flucht;insgesamt;lzb;
2021-07;05;kontext_flucht;insgesamt;elb;0
2021-07;05;kontext_flucht;insgesamt;lzb;.
""",
    "monitoring_indikator": """
ausgabe;code;bezeichnung;jahr;land;gruppe;geschlecht;wert;einheit
2025;C1b;x;2021;05;mit_einwanderungsgeschichte;;26,2;Prozent
2025;C1b;x;2021;05;mit_einwanderungsgeschichte;insgesamt;26,2;Prozent
2025;C2b;x;2021;05;mit_einwanderungsgeschichte;insgesamt;.;Prozent
""",
    # 2021: only signed amounts; 2020: no title of the lump sums
    "haushalt_titel": """
haushaltsjahr;kapitel;titel;infrastruktur;instrument;ansatz_eur;ist_eur
2021;07 080;H1;ja;ki;.;
2021;07 080;H2;nein;pauschalen;/;
2021;07 080;H3;ja;;.;
2020;07 080;H1;ja;ki;131.000.000,00;
2020;07 080;H2;nein;;-;
2020;07 080;H3;ja;mso;-500.000,50;
2019;07 080;H9;nein;pauschalen;900,00;-
""",
    "gremium": """
jahr;gremium_id;mitglieder;mit_einwanderungsgeschichte;erfasst;regelung_vorhanden
2021;H1;.;3;nein;
2021;H2;10;k.A.;nein;
2020;H1;40;(4);ja;ja
2020;H2;0;-;nein;nein
""",
    "ikoe_massnahme": """
jahr;organisation;organisationstyp;lfd_nr;bereich;bewertung;anteil_erfasst;anteil_prozent
2021;StK;ministerium;1;organisationsentwicklung;4;nein;.
2021;StK;ministerium;2;kultur;(4);ja;-
2021;MKJ;ministerium;1;kultur;;;100
2021;BR K;bezirksregierung;1;kultur;/;;x
""",
    "fortbildung": """
jahr;einrichtung;angebot_id;verpflichtend;zielgruppe;plaetze;teilnehmende
2021;FA;1;ja;ausbildung;30;mehr als 30
2021;FA;2;nein;;.;
2021;FA;4;nein;onboarding;(30);10 bis 20
2021;FA;5;nein;;*;viele
2021;FA;3;nein;fuehrung;-;-
2020;FA;1;ja;fuehrung;5;5
""",
    "mso_foerderung": """
haushaltsjahr;antrag_nr;foerderbaustein;bewilligt_eur;bewilligung_datum;auszahlung_datum
2021;H1;einzelprojekt;100,10;30.12.2023;02.01.2024
2021;H2;einzelprojekt;(200,20);30.12.2023;09.01.2024
2021;H3;anschub;.;30.12.2023;
2021;H4;anschub;/;;
2020;H5;zemac;x;;
2020;H6;anschub;-100,10;30.12.2020;30.12.2020
""",
    "lir_austausch": """
jahr;lfd_nr;datum;format;anhoerung;frist_tage;stellungnahme_beruecksichtigt
2021;1;15.01.2021;anhoerung;ja;7;ja
2021;2;15.01.2021;anhoerung;ja;.;
2021;3;15.01.2021;sonstiges;nein;-;ja
2020;1;31.12.2020;sonstiges;nein;;
""",
}

_ZUSTIMMUNG = {1: "Trifft nicht zu", 2: "Trifft eher nicht zu", 3: "Trifft eher zu", 4: "Ja, voll"}

# question -> kind and choices; the third one is a list with an exception, not a scale
FRAGEN: dict[str, tuple[str, dict[int, str]]] = {
    "q1": ("Single", {**_ZUSTIMMUNG, 9: "keine Angabe"}),
    "q2": ("Single", {1: "ja", 2: "nein"}),
    "q3": ("Single", {1: "Amt", 2: "Träger", 3: "Verein", 7: "Anderes", 8: "weiß nicht"}),
    "q4": ("Multiple", {1: "Deutsch", 2: "Mathe", 3: "Sport", 4: "keine Angabe"}),
}
